# Reference-based imputation by conditional means for the BtheB trial, with nlme for the model.
# Run in this folder: Rscript btheb_condmean.R > btheb_condmean.out
# R 4.2.2, nlme 3.1-162 (Debian 12). Data: BtheB of HSAUR3 (GPL-2), ../repeated/btheb_long.csv.
# Nothing here is taken from a package for imputation: the formulas are those of Carpenter, Roger
# and Kenward (2013), section 4.3, with one covariance for both arms.
suppressMessages(library(nlme))
options(digits = 12)

d <- read.csv("../repeated/btheb_long.csv", na.strings = "NA")
months <- sort(unique(d$month))
d$arm <- factor(d$arm, c("TAU", "BtheB"))
d$visit <- factor(d$month, months)
d$place <- match(d$month, months)
d$drug <- factor(d$drug)
d$length <- factor(d$length)
ids <- unique(d$id)
formula <- bdi ~ 0 + visit + visit:arm + visit:bdi.pre + drug + length
tight <- glsControl(maxIter = 500, msMaxIter = 500, tolerance = 1e-12, msTol = 1e-14,
                    returnObject = TRUE)

model <- function(rows) {
  fit <- gls(formula, rows, correlation = corSymm(form = ~ place | id),
             weights = varIdent(form = ~ 1 | visit), na.action = na.omit, control = tight)
  full <- rows[!is.na(rows$bdi), ]
  ratio <- coef(fit$modelStruct$varStruct, unconstrained = FALSE, allCoef = TRUE)
  sd <- fit$sigma * ratio[as.character(months)]
  cors <- corMatrix(fit$modelStruct$corStruct)
  whole <- names(which(table(full$id) == length(months)))[1]
  list(beta = coef(fit), sigma = diag(sd) %*% cors[[whole]] %*% diag(sd))
}

means <- function(fit, person, arm) {
  x <- person
  x$arm <- factor(arm, levels(d$arm))
  m <- model.matrix(delete.response(terms(formula)), x)
  as.vector(m[, names(fit$beta)] %*% fit$beta)
}

estimate <- function(rows, assumption) {
  fit <- model(rows)
  done <- lapply(split(rows, rows$id), function(person) {
    person <- person[order(person$place), ]
    own <- means(fit, person, as.character(person$arm[1]))
    ref <- means(fit, person, "TAU")
    there <- which(!is.na(person$bdi))
    first <- max(c(0, there)) + 1
    after <- seq_along(months) >= first
    mu <- own
    if (assumption == "CR" && any(after)) mu <- ref
    if (assumption == "J2R") mu[after] <- ref[after]
    if (assumption == "CIR") {
      gained <- if (first > 1) own[first - 1] - ref[first - 1] else 0
      mu[after] <- ref[after] + gained
    }
    if (assumption == "LMCF") mu[after] <- if (first > 1) own[first - 1] else person$bdi.pre[1]
    gone <- which(is.na(person$bdi))
    y <- person$bdi
    y[gone] <- mu[gone]
    if (length(there) && length(gone)) {
      s <- fit$sigma
      y[gone] <- mu[gone] + s[gone, there, drop = FALSE] %*%
        solve(s[there, there, drop = FALSE], person$bdi[there] - mu[there])
    }
    person$y <- y
    person
  })
  last <- do.call(rbind, lapply(done, function(p) p[p$month == max(months), ]))
  unname(coef(lm(y ~ arm + bdi.pre + drug + length, last))["armBtheB"])
}

for (assumption in c("MAR", "J2R", "CR", "CIR", "LMCF")) {
  whole <- estimate(d, assumption)
  left <- sapply(ids, function(one) estimate(d[d$id != one, ], assumption))
  n <- length(ids)
  se <- sqrt((n - 1) / n * sum((left - mean(left))^2))
  cat(assumption, format(whole, digits = 12), format(se, digits = 12), "\n")
}
