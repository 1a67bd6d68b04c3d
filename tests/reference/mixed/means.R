# Least-squares means and differences of emmeans after lme4, Kenward-Roger: Rscript means.R > means.out
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(emmeans)})
emm_options(pbkrtest.limit = 1e6)
cat(R.version.string, "\n")
for (p in c("lme4", "pbkrtest", "emmeans")) cat("package", p, as.character(packageVersion(p)), "\n")
d <- read.csv("sites.csv", stringsAsFactors = TRUE)
d$arm <- relevel(d$arm, "TAU")
d$visit <- factor(d$month)
control <- lmerControl(optimizer = "bobyqa", calc.derivs = FALSE,
                       optCtrl = list(rhoend = 1e-10, maxfun = 20000))
m <- lmer(y ~ base + visit * arm + (1 | site) + (1 | therapist) + (1 | id), d, control = control)
told <- function(name, x) {
  x <- summary(x, infer = c(TRUE, TRUE))
  for (i in seq_len(nrow(x))) cat(name, as.character(x$visit[i]), as.character(x[[1]][i]),
    sprintf("%.16g", unlist(x[i, c(ncol(x) - 6:0)])), "\n")
}
cat("model means\n")
told("mean", emmeans(m, ~ arm | visit, lmer.df = "kenward-roger"))
told("difference", contrast(emmeans(m, ~ arm | visit, lmer.df = "kenward-roger"), "trt.vs.ctrl"))
j <- joint_tests(m, lmer.df = "kenward-roger")
for (i in seq_len(nrow(j))) cat("test", gsub(" ", "", as.character(j[[1]][i])),
  sprintf("%.16g", unlist(j[i, -1])), "\n")
