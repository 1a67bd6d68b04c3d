# A 2 x 2 factorial trial, invented: margins, inside the table and interaction by lm and emmeans.
# Run from this folder: Rscript factorial.R > factorial.out   (R 4.2, emmeans)
suppressPackageStartupMessages(library(emmeans))
options(digits = 15)
set.seed(41)
n <- 118
d <- data.frame(id = sprintf("p%03d", 1:n),
                therapy = sample(c("dbt", "mit"), n, TRUE), review = sample(c("no", "yes"), n, TRUE),
                site = sample(c("a", "b", "c"), n, TRUE), base = round(rnorm(n, 16, 5), 1))
d$y <- round(with(d, 6 + 0.5 * base - 1.2 * (therapy == "mit") - 0.8 * (review == "yes") -
  1.5 * (therapy == "mit" & review == "yes") + (site == "b") + rnorm(n, 0, 5)), 1)
write.csv(d, "people.csv", row.names = FALSE, quote = FALSE)
f <- lm(y ~ therapy * review + base + site, d)
show <- function(x) print(as.data.frame(summary(x, infer = TRUE)), digits = 14)
cat("margins\n")
show(contrast(emmeans(f, "therapy"), "revpairwise")); show(contrast(emmeans(f, "review"), "revpairwise"))
cat("inside\n")
show(contrast(emmeans(f, "therapy", by = "review"), "revpairwise"))
show(contrast(emmeans(f, "review", by = "therapy"), "revpairwise"))
cat("interaction\n"); print(coef(summary(f))["therapymit:reviewyes", ]); print(confint(f)["therapymit:reviewyes", ])
