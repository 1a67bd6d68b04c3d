# Count models by glmmTMB, with its optimiser tightened and then polished by Newton steps on the
# gradient of its own likelihood. Run from this folder: Rscript glmmtmb.R > glmmtmb.out
suppressPackageStartupMessages({library(glmmTMB); library(jsonlite)})
acts <- read.csv("self_harm.csv"); acts$arm <- relevel(factor(acts$arm), "DBT")
visits <- read.csv("visits.csv"); visits$arm <- relevel(factor(visits$arm), "DBT")
acts$time <- acts$month / 12; visits$time <- visits$month / 12
control <- glmmTMBControl(optCtrl = list(iter.max = 5000, eval.max = 5000, rel.tol = 1e-15,
                                         x.tol = 1e-14))

polish <- function(fit, rounds = 6) {
  obj <- fit$obj
  par <- obj$env$last.par.best
  theta <- if (length(obj$env$random)) par[-obj$env$random] else par
  obj$env$inner.control$tol10 <- 1e-14
  obj$env$inner.control$grad.tol <- 1e-12
  hess <- function(t) {
    h <- 1e-4
    m <- sapply(seq_along(t), function(i) {
      e <- replace(numeric(length(t)), i, h)
      (8 * (obj$gr(t + e) - obj$gr(t - e)) - (obj$gr(t + 2 * e) - obj$gr(t - 2 * e))) / (12 * h)
    })
    (m + t(m)) / 2
  }
  for (i in 1:rounds) {
    g <- as.vector(obj$gr(theta))
    if (max(abs(g)) < 1e-9) break
    theta <- theta - as.vector(solve(hess(theta), g))
  }
  h <- hess(theta)
  v <- obj$fn(theta)
  list(par = theta, loglik = -as.numeric(v), gradient = max(abs(obj$gr(theta))), vcov = solve(h))
}

answers <- list()
told <- function(name, formula, data, family, offset = TRUE, zi = ~0) {
  call <- list(formula = formula, data = data, family = family, ziformula = zi, control = control)
  fit <- suppressWarnings(do.call(glmmTMB, call))
  p <- polish(fit)
  se <- sqrt(diag(p$vcov))
  cat("\n====", name, "\n")
  cat(deparse1(formula), "  ", family$family, "  zi:", deparse1(zi), "\n")
  cat("glmmTMB itself: logLik", format(as.numeric(logLik(fit)), digits = 16), "\n")
  cat("polished:       logLik", format(p$loglik, digits = 16), " max|gradient|",
      format(p$gradient, digits = 3), "\n")
  print(data.frame(par = names(p$par), estimate = format(unname(p$par), digits = 14),
                   se = format(unname(se), digits = 12)))
  answers[[name]] <<- list(names = names(p$par), estimate = unname(p$par), se = unname(se),
                           loglik = p$loglik, gradient = p$gradient)
}

f <- acts ~ arm * time + offset(log(weeks))
told("poisson_glm", f, visits, poisson())
told("nb2_glm", f, acts, nbinom2())
told("nb1_glm", f, acts, nbinom1())
one <- update(f, . ~ . + (1 | person))
told("poisson_person", one, visits, poisson())
told("nb2_person", one, acts, nbinom2())
told("nb1_person", one, acts, nbinom1())
two <- update(one, . ~ . + (1 | site))
told("nb2_person_site", two, acts, nbinom2())
told("nb2_person_site_therapist", update(two, . ~ . + (1 | therapist)), acts, nbinom2())
told("poisson_person_therapist", update(one, . ~ . + (1 | therapist)), visits, poisson())
told("poisson_slope", update(f, . ~ . + (1 + time | person)), acts, poisson())
told("nb2_factor_month", acts ~ arm * factor(month) + (1 | person), acts, nbinom2())
told("hurdle_nb2_glm", f, acts, truncated_nbinom2(), zi = ~ arm * time)
told("hurdle_nb2_person", one, acts, truncated_nbinom2(), zi = ~ arm * time + (1 | person))
told("hurdle_nb2_person_only_counts", one, acts, truncated_nbinom2(), zi = ~ arm * time)
told("hurdle_nb1_glm", f, acts, truncated_nbinom1(), zi = ~ arm * time)
told("hurdle_poisson_person", one, visits, truncated_poisson(), zi = ~ arm * time + (1 | person))
writeLines(toJSON(answers, digits = I(17), auto_unbox = TRUE, pretty = TRUE), "glmmtmb.json")
cat("\n"); print(sessionInfo()$R.version$version.string)
for (p in c("glmmTMB", "TMB")) cat(p, format(packageVersion(p)), "\n")
