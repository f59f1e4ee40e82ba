# Reference values for tests/stats/test_rates.py and test_trend.py, made with base R (stats).
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
out <- do.call(rbind, rows)
out[4:6] <- lapply(out[4:6], signif, 12)
write.csv(out, "rates-reference.csv", row.names = FALSE, quote = FALSE)
