# Adaptive quadrature by lme4 (25 points, Poisson) and a negative binomial without random effects
# by MASS. Run from this folder: Rscript others.R > others.out
suppressPackageStartupMessages({library(lme4); library(MASS); library(jsonlite)})
acts <- read.csv("self_harm.csv"); acts$arm <- relevel(factor(acts$arm), "DBT")
visits <- read.csv("visits.csv"); visits$arm <- relevel(factor(visits$arm), "DBT")
acts$time <- acts$month / 12; visits$time <- visits$month / 12
answers <- list()

agq <- function(name, data, points) {
  control <- glmerControl(optimizer = "bobyqa", tolPwrss = 1e-13, calc.derivs = FALSE,
                          optCtrl = list(maxfun = 1e5, rhoend = 1e-9))
  fit <- glmer(acts ~ arm * time + offset(log(weeks)) + (1 | person), data, poisson(),
               nAGQ = points, control = control)
  devfun <- update(fit, devFunOnly = TRUE)
  theta <- c(getME(fit, "theta"), fixef(fit))
  # lme4's deviance with quadrature leaves out constants that logLik() below leaves out too.
  grad <- function(t, h = 1e-3) sapply(seq_along(t), function(i) {
    e <- replace(numeric(length(t)), i, h)
    (8 * (devfun(t + e) - devfun(t - e)) - (devfun(t + 2 * e) - devfun(t - 2 * e))) / (12 * h)
  })
  hess <- function(t, h = 1e-3) {
    m <- sapply(seq_along(t), function(i) {
      e <- replace(numeric(length(t)), i, h)
      (8 * (grad(t + e) - grad(t - e)) - (grad(t + 2 * e) - grad(t - 2 * e))) / (12 * h)
    })
    (m + t(m)) / 2
  }
  for (i in 1:3) theta <- theta - solve(hess(theta), grad(theta))
  se <- sqrt(diag(2 * solve(hess(theta))))
  cat("\n====", name, "nAGQ", points, " max|gradient of deviance|", max(abs(grad(theta))), "\n")
  print(summary(fit)$coefficients, digits = 12)
  cat("deviance", format(devfun(theta), digits = 16), " logLik", format(as.numeric(logLik(fit)), digits = 16), "\n")
  print(data.frame(par = c("theta", names(fixef(fit))), estimate = format(unname(theta), digits = 14), se = format(unname(se), digits = 12)))
  answers[[name]] <<- list(estimate = unname(theta), se = unname(se), deviance = devfun(theta),
                           loglik = as.numeric(logLik(fit)))
}
agq("poisson_person_agq25", visits, 25)
agq("poisson_person_agq9", visits, 9)
agq("poisson_person_agq1", visits, 1)

fit <- glm.nb(acts ~ arm * time + offset(log(weeks)), acts, control = glm.control(epsilon = 1e-15, maxit = 500))
cat("\n==== nb2_glm by glm.nb\n"); print(summary(fit)$coefficients, digits = 14)
cat("theta", format(fit$theta, digits = 14), "se", format(fit$SE.theta, digits = 14), "logLik", format(as.numeric(logLik(fit)), digits = 16), "\n")
answers$glm_nb <- list(estimate = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))), theta = fit$theta,
                       theta_se = fit$SE.theta, loglik = as.numeric(logLik(fit)))
fit <- glm(acts ~ arm * time + offset(log(weeks)), poisson(), visits, control = glm.control(epsilon = 1e-15, maxit = 100))
answers$glm_poisson <- list(estimate = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))), loglik = as.numeric(logLik(fit)))
cat("\n==== poisson by glm\n"); print(summary(fit)$coefficients, digits = 14); cat("logLik", format(as.numeric(logLik(fit)), digits = 16), "\n")
writeLines(toJSON(answers, digits = I(17), auto_unbox = TRUE, pretty = TRUE), "others.json")
cat("\n"); print(sessionInfo()$R.version$version.string)
for (p in c("lme4", "MASS")) cat(p, format(packageVersion(p)), "\n")
