# CPU seconds of one fit by lme4 with a Kenward-Roger contrast by lmerTest: Rscript mixed.R DATA.csv TIMES
given <- commandArgs(trailingOnly = TRUE)
ready <- suppressMessages(suppressWarnings(require(lmerTest) && requireNamespace("pbkrtest")))
if (!ready) quit(status = 3)
d <- read.csv(given[1], stringsAsFactors = TRUE)
d$arm <- relevel(d$arm, "TAU")
one <- function() {
  m <- lmer(y ~ base + arm * month + (1 | site) + (1 | therapist) + (month | id), d)
  contest1D(m, c(0, 0, 1, 0, 18), ddf = "Kenward-Roger")
}
invisible(one())
times <- as.integer(given[2])
took <- system.time(for (i in seq_len(times)) one())
cat((took[["user.self"]] + took[["sys.self"]]) / times, "\n")
