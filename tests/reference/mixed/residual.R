# Random effects together with a residual structure: nlme and glmmTMB on sites.csv.
#   Rscript residual.R > residual.out      (in this folder)
# nlme handles nested groups only; glmmTMB has crossed ones. Neither gives Kenward-Roger with these.
suppressMessages({library(nlme); library(glmmTMB)})
say <- function(...) cat(..., "\n", sep = " ")
numbers <- function(key, x) say(key, paste(sprintf("%.16g", x), collapse = " "))
cat(R.version.string, "\n")
for (p in c("nlme", "glmmTMB")) say("package", p, as.character(packageVersion(p)))

d <- read.csv("sites.csv", stringsAsFactors = TRUE)
d$arm <- relevel(d$arm, "TAU")
d$v <- as.integer(factor(d$month))
d$visit <- factor(d$month)
control <- lmeControl(maxIter = 500, msMaxIter = 1000, niterEM = 0, tolerance = 1e-12,
                      msTol = 1e-14, msVerbose = FALSE, opt = "nlminb", returnObject = TRUE)
told <- function(name, m) {
  say("model", name)
  numbers("loglik", logLik(m))
  numbers("beta", fixef(m))
  numbers("vcov", vcov(m))
  numbers("spread", c(as.numeric(VarCorr(m)[, "Variance"]), sigma(m)))
  numbers("structure", c(coef(m$modelStruct$corStruct, unconstrained = FALSE),
                         coef(m$modelStruct$varStruct, unconstrained = FALSE)))
}
f <- y ~ base + arm * month
for (method in c("REML", "ML")) {
  told(paste0("site_ar1_", method), lme(f, d, ~ 1 | site, corAR1(form = ~ v | site / id),
    method = method, control = control))
  told(paste0("site_un_", method), lme(f, d, ~ 1 | site, corSymm(form = ~ v | site / id),
    weights = varIdent(form = ~ 1 | visit), method = method, control = control))
  told(paste0("slopes_ar1_", method), lme(f, d, ~ month | id, corAR1(form = ~ v | id),
    method = method, control = control))
}
for (reml in c(TRUE, FALSE)) {
  m <- glmmTMB(y ~ base + arm * month + (1 | site) + (1 | therapist) + ar1(visit + 0 | id), d,
    dispformula = ~0, REML = reml, control = glmmTMBControl(
      optCtrl = list(rel.tol = 1e-14, eval.max = 5000, iter.max = 5000)))
  say("model", paste0("crossed_ar1_", if (reml) "REML" else "ML"))
  numbers("loglik", logLik(m))
  numbers("beta", fixef(m)$cond)
  numbers("vcov", vcov(m)$cond)
  v <- VarCorr(m)$cond
  numbers("spread", c(v$site, v$therapist, v$id[1, 1], v$id[1, 2] / v$id[1, 1]))
}
