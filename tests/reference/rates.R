# Reference values for tests/stats/test_rates.py and test_trend.py, made with base R (stats) and
# MASS (theta.mm: the moment equation of the negative binomial; Debian: r-cran-mass).
# Run from this folder: Rscript rates.R
rows <- list()
add <- function(what, a, b, value, lower, upper)
  rows[[length(rows) + 1]] <<- data.frame(
    what = what, a = a, b = b, value = as.numeric(value), lower = lower, upper = upper
  )
for (x in c(0, 1, 5, 10, 53, 1212)) {
  p <- poisson.test(x)
  add("poisson", x, 1, x, p$conf.int[1], p$conf.int[2])
}
# Counts over denominators of 46002 and 72000.
for (pair in list(c(12, 40), c(0, 7), c(1212, 3460))) {
  p <- poisson.test(pair, c(46002, 72000))
  add("ratio", pair[1], pair[2], p$estimate, p$conf.int[1], p$conf.int[2])
}
years <- 2017:2024
events <- c(31, 26, 29, 24, 26, 19, 22, 20)
people <- c(44058, 44480, 44809, 45101, 45165, 45464, 46031, 46002)
fit <- glm(events ~ years + offset(log(people)), family = poisson,
           control = glm.control(epsilon = 1e-14))
b <- coef(summary(fit))["years", ]
limits <- expm1(b[1] + c(-1, 1) * qnorm(0.975) * b[2])
add("trend", 2017, 2024, expm1(b[1]), limits[1], limits[2])
# Medemblik in CBS 83648NED: far more spread than Poisson. MASS's own moment estimator of theta, in
# turns with the fit until neither moves.
years <- 2010:2020
crimes <- c(2245, 2120, 2015, 1995, 1785, 1520, 1350, 1160, 1155, 1385, 1440)
theta <- 50
for (turn in 1:200) {
  fit <- glm(crimes ~ years, family = MASS::negative.binomial(theta),
             control = glm.control(epsilon = 1e-14))
  theta <- MASS::theta.mm(crimes, fitted(fit), df.residual(fit), limit = 1000, eps = 1e-14)
}
b <- coef(summary(fit, dispersion = 1))["years", ]
limits <- expm1(b[1] + c(-1, 1) * qt(0.975, df.residual(fit)) * b[2])
add("trend-nb", 2010, 2020, expm1(b[1]), limits[1], limits[2])
# The same by maximum likelihood, as a check on the choice: glm.nb is narrower in short series.
ml <- MASS::glm.nb(crimes ~ years)
b <- coef(summary(ml))["years", ]
limits <- expm1(b[1] + c(-1, 1) * qnorm(0.975) * b[2])
add("trend-nb-ml", 2010, 2020, expm1(b[1]), limits[1], limits[2])
# Funnel limits for a target of 0.01 and an area of 20000: exact Poisson quantiles.
for (level in c(0.95, 0.998)) {
  q <- qpois(c((1 - level) / 2, (1 + level) / 2), 200)
  add("funnel", level, 20000, 10, q[1] / 20, q[2] / 20)
}
out <- do.call(rbind, rows)
out[4:6] <- lapply(out[4:6], signif, 12)
write.csv(out, "rates-reference.csv", row.names = FALSE, quote = FALSE)
