# An invented trial of 150 people, and its mediation by two independent ways: lavaan's product of
# coefficients (no interaction) and lm with the counterfactual formula (with interaction).
# Run from this folder: Rscript mediation.R > mediation.out   (R 4.2, lavaan 0.6-14)
suppressPackageStartupMessages(library(lavaan))
options(digits = 15)
set.seed(20261122)
n <- 150
arm <- rep(0:1, length.out = n)
m0 <- round(rnorm(n, 3, 0.8), 2)
y0 <- round(rnorm(n, 130, 22) - 4 * (m0 - 3), 1)
age <- round(runif(n, 19, 55))
m6 <- round(0.9 + 0.7 * m0 + 0.45 * arm + rnorm(n, 0, 0.6), 2)
y18 <- round(60 + 0.55 * y0 - 7 * m6 - 4 * arm - 2.5 * arm * (m6 - 3) + rnorm(n, 0, 15), 1)
d <- data.frame(arm = ifelse(arm == 1, "mit", "dbt"), m0, y0, age, m6, y18)
write.csv(d, "people.csv", row.names = FALSE, quote = FALSE)
d$a <- arm
cat("lavaan, no interaction\n")
model <- "m6 ~ a*a + m0 + y0 + age
          y18 ~ c*a + b*m6 + m0 + y0 + age
          indirect := a*b
          total := c + a*b"
p <- parameterEstimates(sem(model, d, optim.attempts = 1, control = list(rel.tol = 1e-14)))
p <- p[p$label != "", ]; print(p$label); print(p$est); print(p$se)
cat("\nlm, no interaction: rho at which the indirect effect is 0\n")
rm <- resid(lm(m6 ~ a + m0 + y0 + age, d)); ry <- resid(lm(y18 ~ a + m0 + y0 + age, d))
rho <- cor(rm, ry); print(rho)
fm <- lm(m6 ~ a + m0 + y0 + age, d); fy <- lm(y18 ~ a + m6 + m0 + y0 + age, d)
cat("share of variance\n"); print(rho^2 * (1 - summary(fm)$r.squared) * (1 - summary(fy)$r.squared))
cat("indirect effect at rho = -0.1 and 0.1 (Imai, Keele, Yamamoto 2010, theorem 4)\n")
s <- sd(ry) / sd(rm)
for (r in c(-0.1, 0.1)) print(coef(fm)["a"] * s * (rho - r * sqrt((1 - rho^2) / (1 - r^2))))
cat("\nlm, with interaction\n")
fx <- lm(y18 ~ a * m6 + m0 + y0 + age, d)
b <- coef(fm); t <- coef(fx)
at <- colMeans(d[, c("m0", "y0", "age")])
without <- b["(Intercept)"] + sum(b[c("m0", "y0", "age")] * at)
cat("indirect\n"); print(unname(b["a"] * (t["m6"] + t["a:m6"])))
cat("direct\n"); print(unname(t["a"] + t["a:m6"] * without))
cat("by predicting everybody twice over: direct, indirect\n")
c0 <- transform(d, a = 0); c1 <- transform(d, a = 1)
m_at0 <- predict(fm, c0); m_at1 <- predict(fm, c1)
y <- function(x, m) { e <- d; e$a <- x; e$m6 <- m; mean(predict(fx, e)) }
print(y(1, m_at0) - y(0, m_at0)); print(y(1, m_at1) - y(1, m_at0))
cat("coefficients, mediator then outcome, and their covariance diagonals\n")
print(unname(b)); print(unname(t)); print(unname(diag(vcov(fm)))); print(unname(diag(vcov(fx))))
cat("bootstrap within arms, 20000 resamples, percentile interval of the indirect effect\n")
set.seed(1)
i0 <- which(d$a == 0); i1 <- which(d$a == 1)
X <- model.matrix(fm); Z <- model.matrix(fx)
boot <- replicate(20000, {
  k <- c(sample(i0, replace = TRUE), sample(i1, replace = TRUE))
  bb <- .lm.fit(X[k, ], d$m6[k])$coefficients; tt <- .lm.fit(Z[k, ], d$y18[k])$coefficients
  bb[2] * (tt[3] + tt[7])
})
print(colnames(Z)); print(quantile(boot, c(0.025, 0.975), names = FALSE)); print(sd(boot))
