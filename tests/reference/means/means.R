# Least-squares means and joint tests of type III by R's emmeans, on invented, unbalanced data.
# Run in this folder: Rscript means.R   (Debian r-base-core, r-cran-emmeans)
suppressPackageStartupMessages(library(emmeans))
options(digits = 15)
set.seed(20261122)
n <- 140
d <- data.frame(
  id = sprintf("p%03d", 1:n),
  arm = sample(c("TAU", "MIT", "DBT"), n, TRUE, c(.5, .3, .2)),
  site = sample(c("A", "B", "C", "D"), n, TRUE, c(.4, .3, .2, .1)),
  sex = sample(c("F", "M"), n, TRUE, c(.8, .2)),
  base = round(rnorm(n, 20, 5), 2),
  age = sample(19:60, n, TRUE)
)
d$score <- with(d, round(8 + .5 * base - 2 * (arm == "MIT") - .1 * (arm == "DBT") * base +
  (site == "B") * 1.5 * (arm == "MIT") + .02 * age + rnorm(n, 0, 4), 3))
write.csv(d, "means.csv", row.names = FALSE, quote = FALSE)
d$arm <- relevel(factor(d$arm), "TAU")
forms <- list(
  crossed = score ~ arm * site + base * arm + sex,
  three = score ~ arm * sex * base + site,
  logs = score ~ arm * site + log(age) + I(base^2) + base,
  plain = score ~ arm
)
for (name in names(forms)) {
  f <- lm(forms[[name]], data = d)
  tests <- joint_tests(f)
  for (i in seq_len(nrow(tests)))
    # emmeans rounds F to three places, and p not at all.
    cat(sprintf("test,%s,%s,%.15g,%.15g,%.15g\n", name, tests[i, 1], tests[i, "df1"],
                tests[i, "df2"], tests[i, "p.value"]))
  for (weights in c("equal", "proportional")) {
    m <- summary(emmeans(f, ~ arm, weights = weights))
    for (i in seq_len(nrow(m)))
      cat(sprintf("mean %s,%s,%s,%.15g,%.15g,%.15g,%.15g\n", weights, name, m$arm[i], m$emmean[i],
                  m$SE[i], m$lower.CL[i], m$upper.CL[i]))
  }
}
cat("#,", R.version.string, "emmeans", as.character(packageVersion("emmeans")), "\n")
