# Answers of lme4, lmerTest and pbkrtest for the tests beside this file.
#   Rscript tests/reference/mixed/mixed.R > tests/reference/mixed/mixed.out     (in the folder above)
# Every fit is polished: after bobyqa, Newton steps with Richardson derivatives on the parameters
# off their bounds, until the gradient of the deviance is below 1e-8 or stops falling.
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
data_of <- function(name) read.csv(file.path(here, name), stringsAsFactors = TRUE, na.strings = "NA")

polish <- function(fn, par, lower, upper, control) {
  first <- minqa::bobyqa(par, fn, lower, upper, control = list(rhoend = 1e-9, maxfun = 20000))
  par <- first$par
  free <- !(par - lower < 1e-5)
  par[!free] <- 0
  part <- function(x) { full <- par; full[free] <- x; fn(full) }
  arguments <- list(r = 6, d = 1e-2)
  best <- Inf
  for (i in 1:20) {
    g <- numDeriv::grad(part, par[free], method.args = arguments)
    if (max(abs(g)) >= best / 2 && max(abs(g)) < 1e-6) break
    best <- min(best, max(abs(g)))
    h <- numDeriv::hessian(part, par[free], method.args = arguments)
    par[free] <- par[free] - solve(h, g)
  }
  list(par = par, fval = fn(par), conv = 0, message = format(max(abs(g))))
}
control <- lmerControl(optimizer = polish, calc.derivs = FALSE,
                       check.conv.singular = "ignore", restart_edge = FALSE)

say <- function(...) cat(..., "\n", sep = " ")
numbers <- function(key, x) say(key, paste(sprintf("%.16g", x), collapse = " "))

report <- function(name, model, contrasts, joint, kr = TRUE, se = TRUE) {
  say("model", name)
  numbers("gradient", as.numeric(model@optinfo$message))
  numbers("loglik", logLik(model))
  numbers("beta", fixef(model))
  numbers("vcov", as.matrix(vcov(model)))
  numbers("theta", getME(model, "theta"))
  vc <- as.data.frame(VarCorr(model), order = "lower.tri")
  say("groups", paste(vc$grp, vc$var1, vc$var2, sep = ","))
  numbers("variance", vc$vcov)
  if (se) {
    map <- function(x) {
      k <- length(x); s <- x[k]; m <- model
      lower <- lapply(getME(m, "ST"), nrow)
      at <- 0; out <- c()
      for (w in lower) {
        L <- matrix(0, w, w); L[lower.tri(L, TRUE)] <- x[at + seq_len(w * (w + 1) / 2)]
        at <- at + w * (w + 1) / 2
        S <- s^2 * L %*% t(L); out <- c(out, S[lower.tri(S, TRUE)])
      }
      c(out, s^2)
    }
    J <- numDeriv::jacobian(map, c(getME(model, "theta"), sigma(model)))
    numbers("variance_se", sqrt(diag(J %*% model@vcov_varpar %*% t(J))))
  }
  for (i in seq_along(contrasts)) {
    l <- contrasts[[i]]
    one <- contest1D(model, l, ddf = "Satterthwaite")
    numbers(paste0("satterthwaite", i), unlist(one))
    if (kr) numbers(paste0("kr", i), unlist(contest1D(model, l, ddf = "Kenward-Roger")))
  }
  if (kr) numbers("vcov_kr", as.matrix(vcovAdj(model)))
  if (nrow(joint) > 1) {
    oblique <- rbind(joint[1, ] + 2 * joint[2, ], joint[1, ] - 3 * joint[2, ],
                     2 * joint[1, ] + 4 * joint[2, ])
    numbers("satterthwaite_oblique", unlist(contestMD(model, oblique, ddf = "Satterthwaite")))
  }
  numbers("satterthwaite_joint", unlist(contestMD(model, joint, ddf = "Satterthwaite")))
  if (kr) {
    test <- getKR(KRmodcomp(model, joint), c("Fstat"))
    numbers("kr_joint", c(getKR(KRmodcomp(model, joint), "FstatU"), test,
      getKR(KRmodcomp(model, joint), "ndf"), getKR(KRmodcomp(model, joint), "ddf"),
      getKR(KRmodcomp(model, joint), "p.value"), getKR(KRmodcomp(model, joint), "F.scaling")))
  }
  for (g in names(ranef(model))) {
    r <- ranef(model)[[g]]
    for (v in names(r)) {
      say(paste0("levels_", g), rownames(r))
      numbers(paste0("blup_", g, "_", v), r[[v]])
    }
  }
}
unit <- function(p, ...) { m <- matrix(0, length(c(...)), p); m[cbind(seq_along(c(...)), c(...))] <- 1; m }

cat(R.version.string, "\n")
for (p in c("lme4", "lmerTest", "pbkrtest", "numDeriv")) say("package", p, as.character(packageVersion(p)))

data(sleepstudy, Penicillin, Pastes, package = "lme4")
m <- lmer(Reaction ~ Days + (Days | Subject), sleepstudy, control = control)
report("sleepstudy", m, list(c(1, 0), c(0, 1), c(1, 9)), unit(2, 1, 2))
m <- lmer(Reaction ~ Days + (Days || Subject), sleepstudy, control = control)
report("sleepstudy_uncorrelated", m, list(c(0, 1)), unit(2, 1, 2))
m <- lmer(Reaction ~ Days + (0 + Days | Subject), sleepstudy, control = control)
report("sleepstudy_slope", m, list(c(0, 1)), unit(2, 1, 2))
m <- lmer(Reaction ~ Days + (Days | Subject), sleepstudy, control = control, REML = FALSE)
report("sleepstudy_ml", m, list(c(0, 1)), unit(2, 1, 2), kr = FALSE)
m <- lmer(diameter ~ 1 + (1 | plate) + (1 | sample), Penicillin, control = control)
report("penicillin", m, list(1), unit(1, 1))
m <- lmer(strength ~ 1 + (1 | batch / cask), Pastes, control = control)
report("pastes", m, list(1), unit(1, 1))

d <- data_of("sites.csv")
d$arm <- relevel(d$arm, "TAU")
m <- lmer(y ~ base + arm * month + (1 | site) + (1 | therapist) + (1 | id), d, control = control)
report("sites", m, list(c(0, 0, 1, 0, 18), c(0, 0, 0, 0, 1), c(0, 1, 0, 0, 0)), unit(5, 3, 5))
m <- lmer(y ~ base + arm * month + (1 | site) + (1 | therapist) + (month | id), d, control = control)
report("sites_slopes", m, list(c(0, 0, 1, 0, 18), c(0, 0, 0, 0, 1)), unit(5, 3, 5))
m <- lmer(y ~ base + arm * month + (1 | site) + (1 | therapist) + (month | id), d,
          control = control, REML = FALSE)
report("sites_slopes_ml", m, list(c(0, 0, 1, 0, 18)), unit(5, 3, 5), kr = FALSE)
m <- lmer(y ~ base + factor(month) * arm + (1 + arm | site) + (1 | id), d, control = control)
report("sites_arm", m, list(c(0, 0, 0, 0, 0, 1, 0, 0, 1)), unit(9, 6, 7, 8, 9), se = FALSE)

d <- data_of("nested.csv")
d$arm <- relevel(d$arm, "TAU")
d$mit <- as.numeric(d$arm == "MIT")
m <- lmer(y ~ base + arm + (1 | site) + (0 + mit | therapist), d, control = control)
report("nested", m, list(c(0, 0, 1), c(1, 24, 1)), unit(3, 2, 3))

d <- data_of("flat.csv")
d$arm <- relevel(d$arm, "TAU")
m <- lmer(y ~ arm + month + (1 | site) + (1 | id), d, control = control)
report("flat", m, list(c(0, 1, 0)), unit(3, 2, 3), se = FALSE)
m <- lmer(y ~ arm + month + (1 | id), d, control = control)
report("flat_without_site", m, list(c(0, 1, 0)), unit(3, 2, 3))

d <- data_of("parallel.csv")
d$arm <- relevel(d$arm, "TAU")
m <- lmer(y ~ arm * month + (month | id), d, control = control)
report("parallel", m, list(c(0, 0, 0, 1), c(0, 1, 0, 4)), unit(4, 2, 4), se = FALSE)
