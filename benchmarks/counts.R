# CPU seconds of one negative binomial mixed model by glmmTMB. Run by benchmarks/counts.py.
suppressPackageStartupMessages(library(glmmTMB))
acts <- read.csv("self_harm.csv")
acts$time <- acts$month / 12
once <- function() glmmTMB(acts ~ arm * time + offset(log(weeks)) + (1 | person), acts, nbinom2())
invisible(once())
cat(median(replicate(5, sum(system.time(once())[1:2]))))
