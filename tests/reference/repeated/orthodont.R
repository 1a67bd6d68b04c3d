# nlme::gls on Orthodont (27 children, 4 ages), complete and with every fifth row left out.
# Run: Rscript orthodont.R > orthodont.out
# Writes orthodont.csv (the data, distance empty where it is left out) beside itself.
suppressMessages(library(nlme))
options(digits = 17, scipen = 0)
data <- as.data.frame(Orthodont)
data$Subject <- as.character(data$Subject)
data <- data[order(data$Subject, data$age), ]
data$left_out <- as.integer(seq_len(nrow(data)) %% 5 == 0)
write.csv(data[, c("Subject", "Sex", "age", "distance", "left_out")], "orthodont.csv",
          row.names = FALSE, quote = FALSE)
data$visit <- match(data$age, c(8, 10, 12, 14))
data$age <- factor(data$age)
data$Sex <- factor(as.character(data$Sex), levels = c("Male", "Female"))

control <- glsControl(tolerance = 1e-14, msTol = 1e-14, maxIter = 500, msMaxIter = 2000,
                      returnObject = TRUE, opt = "nlminb")
equal <- NULL
own <- varIdent(form = ~ 1 | visit)
models <- list(
  un = list(corSymm(form = ~ visit | Subject), own),
  cs = list(corCompSymm(form = ~ visit | Subject), equal),
  csh = list(corCompSymm(form = ~ visit | Subject), own),
  ar1 = list(corAR1(form = ~ visit | Subject), equal),
  ar1h = list(corAR1(form = ~ visit | Subject), own)
)
say <- function(...) cat(..., "\n", sep = " ")
cat("R", paste(R.version$major, R.version$minor, sep = "."), "nlme",
    as.character(packageVersion("nlme")), "\n")
for (part in c("complete", "incomplete")) {
  used <- if (part == "complete") data else data[data$left_out == 0, ]
  for (method in c("REML", "ML")) for (name in names(models)) {
    fit <- gls(distance ~ age * Sex, data = used, method = method, control = control,
               correlation = models[[name]][[1]], weights = models[[name]][[2]])
    key <- paste(part, tolower(method), name)
    say(key, "logLik", format(as.numeric(logLik(fit)), digits = 16))
    say(key, "beta", format(unname(coef(fit)), digits = 16, trim = TRUE))
    # Under ML gls multiplies this covariance by n / (n - p); the test takes that back.
    se <- sqrt(diag(fit$varBeta))
    say(key, "se", format(unname(se), digits = 16, trim = TRUE))
  }
}
