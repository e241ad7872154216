# SPDX-License-Identifier: MIT
# The second implementation of the estimator: base R's glm with a dummy for every effect, and the
# clustered sandwich written out. Usage, from this folder: Rscript reference.R sample.csv > reference.csv
# The recorded reference.csv was made by R 4.2.2 of Debian 12 (package r-base-core).
# Any sample of `keruen gravity --sample` can take the place of sample.csv.
sample <- read.csv(commandArgs(trailingOnly = TRUE)[1], stringsAsFactors = FALSE)
sample$origin_year <- factor(paste(sample$origin, sample$year))
sample$host_year <- factor(paste(sample$host, sample$year))
sample$pair <- factor(paste(sample$origin, sample$host))

links <- c("log_km", "language", "border", "ex_ussr")

estimate <- function(name, data, terms, effects) {
    data <- droplevels(data)
    y <- data$students
    x <- model.matrix(reformulate(c(terms, effects)), data)
    decomposed <- qr(x, tol = 1e-9)  # a year's origin effects sum to its host effects
    x <- x[, sort(decomposed$pivot[seq_len(decomposed$rank)])]
    fit <- glm.fit(x, y, family = poisson(), mustart = (y + mean(y)) / 2,
                   control = glm.control(epsilon = 1e-12, maxit = 100))
    stopifnot(fit$converged, all(terms %in% colnames(x)))
    bread <- solve(crossprod(x * sqrt(fit$fitted.values)), tol = 0)
    score <- rowsum(x * (y - fit$fitted.values), data$pair)
    clusters <- nlevels(data$pair)
    covariance <- bread %*% crossprod(score) %*% bread * clusters / (clusters - 1)
    for (term in terms) {
        cat(sprintf("%s,%s,%.12g,%.12g,%d,%.12g\n", name, term, fit$coefficients[term],
                    sqrt(covariance[term, term]), nrow(data), fit$deviance))
    }
}

cat("model,term,estimate,error,observations,deviance\n")
estimate("links alone", sample, links, c("origin_year", "host_year"))
lagged <- sample[!is.na(sample$log_lag), ]
estimate("with lagged stock", lagged, c(links, "log_lag"), c("origin_year", "host_year"))
if (nlevels(sample$pair) < 300) {  # a dummy a pair: slow for whole samples
    totals <- tapply(lagged$students, lagged$pair, sum)
    kept <- lagged[totals[as.character(lagged$pair)] > 0, ]
    estimate("pair effects", kept, "log_lag", c("pair", "factor(year)"))
}
