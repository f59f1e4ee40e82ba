# Reference values for tests/stats/test_survey.py, made with R's survey package.
# Run from this folder: Rscript survey.R   (Debian: r-base-core, r-cran-survey)
suppressMessages(library(survey))
set.seed(420)
n <- 240
d <- data.frame(
  domain = sample(c("a", "b", "c"), n, replace = TRUE, prob = c(0.1, 0.4, 0.5)),
  w = round(exp(rnorm(n, 4, 0.5)), 3),
  yes = rbinom(n, 1, 0.3),
  grade = pmin(10, pmax(1, round(rnorm(n, 7.5, 1.4))))
)
d$yes[sample(n, 11)] <- NA
d$grade[sample(n, 7)] <- NA
write.csv(d, "survey-sample.csv", row.names = FALSE, na = "", quote = FALSE)

full <- svydesign(ids = ~1, weights = ~w, data = d)
rows <- list()
add <- function(what, domain, value, se, lower, upper, p = NA)
  rows[[length(rows) + 1]] <<- data.frame(
    what = what, domain = domain, value = as.numeric(value), se = as.numeric(se),
    lower = as.numeric(lower), upper = as.numeric(upper), p = as.numeric(p)
  )
for (dom in c("all", "a", "b", "c")) {
  inside <- if (dom == "all") rep(TRUE, n) else d$domain == dom
  g <- subset(full, inside & !is.na(grade))
  m <- svymean(~grade, g)
  ci <- confint(m, df = degf(g))
  add("mean", dom, coef(m), SE(m), ci[1], ci[2])
  y <- subset(full, inside & !is.na(yes))
  q <- svyciprop(~yes, y, method = "logit", df = degf(y))
  add("proportion", dom, as.numeric(q), SE(svymean(~yes, y)),
      attr(q, "ci")[1], attr(q, "ci")[2])
}
for (dom in c("a", "b", "c")) for (question in c("grade", "yes")) {
  answered <- subset(full, !is.na(d[[question]]))
  answered <- update(answered, own = as.numeric(domain == dom))
  t <- svyttest(as.formula(paste(question, "~ own")), answered)
  add(paste0("against-rest-", question), dom, t$estimate, t$estimate / t$statistic,
      t$conf.int[1], t$conf.int[2], t$p.value)
}
# The same difference with Welch's degrees of freedom, from R's own standard errors.
welch <- function(what, design, dom, question, drawn) {
  f <- as.formula(paste0("~", question))
  answered <- subset(design, !is.na(d[[question]]))
  own <- subset(answered, domain == dom)
  rest <- subset(answered, domain != dom)
  gap <- as.numeric(coef(svymean(f, own)) - coef(svymean(f, rest)))
  se <- c(SE(svymean(f, own)), SE(svymean(f, rest)))
  n <- c(nrow(own), nrow(rest)) - drawn
  joint <- update(answered, own = as.numeric(domain == dom))
  t <- svyttest(as.formula(paste(question, "~ own")), joint)
  both <- as.numeric(t$estimate / t$statistic)
  df <- sum(se^2)^2 / sum(se^4 / n)
  add(what, dom, gap, both, gap - qt(0.975, df) * both, gap + qt(0.975, df) * both,
      2 * pt(-abs(gap / both), df))
}
for (dom in c("a", "b", "c")) for (question in c("grade", "yes"))
  welch(paste0("welch-", question), full, dom, question, c(1, 1))
# The same sample as if drawn per domain ("stratum" in the names below).
strat <- svydesign(ids = ~1, strata = ~domain, weights = ~w, data = d)
for (dom in c("all", "a", "b", "c")) {
  inside <- if (dom == "all") rep(TRUE, n) else d$domain == dom
  g <- subset(strat, inside & !is.na(grade))
  m <- svymean(~grade, g)
  ci <- confint(m, df = degf(g))
  add("stratum-mean", dom, coef(m), SE(m), ci[1], ci[2])
  y <- subset(strat, inside & !is.na(yes))
  q <- svyciprop(~yes, y, method = "logit", df = degf(y))
  add("stratum-proportion", dom, as.numeric(q), SE(svymean(~yes, y)),
      attr(q, "ci")[1], attr(q, "ci")[2])
}
for (dom in c("a", "b", "c")) {
  answered <- update(subset(strat, !is.na(grade)), own = as.numeric(domain == dom))
  t <- svyttest(grade ~ own, answered)
  add("stratum-against-rest-grade", dom, t$estimate, t$estimate / t$statistic,
      t$conf.int[1], t$conf.int[2], t$p.value)
}
for (dom in c("a", "b", "c")) welch("stratum-welch-grade", strat, dom, "grade", c(1, 2))
# value: F, se: first df, lower: second df
for (name in c("simple", "stratum")) {
  design <- if (name == "simple") full else strat
  known <- update(subset(design, !is.na(yes) & !is.na(grade)), high = as.numeric(grade >= 8))
  for (pair in c("yes-domain", "yes-high")) {
    f <- if (pair == "yes-domain") ~yes + domain else ~yes + high
    x <- svychisq(f, known, statistic = "F")
    add(paste0("rao-scott-", name), pair, x$statistic, x$parameter[1], x$parameter[2], NA, x$p.value)
  }
}
p <- c(0.01, 0.04, 0.03, 0.005, 0.2)
for (rule in c("holm", "bonferroni", "BH"))
  for (i in seq_along(p)) add(rule, p[i], p.adjust(p, rule)[i], NA, NA, NA)
# A mark beside a published one (7.4, standard error 0.02) of another, independent sample.
marks <- subset(full, !is.na(grade))
own <- svymean(~grade, marks)
both <- sqrt(SE(own)^2 + 0.02^2)
gap <- coef(own) - 7.4
add("against-published", "7.4", gap, both, gap - qt(0.975, degf(marks)) * both,
    gap + qt(0.975, degf(marks)) * both, 2 * pt(-abs(gap / both), degf(marks)))
# Scale score: three statements answered 1-5, the third turned round, at least half answered.
items <- cbind(a = c(1, 5, 4, NA, NA, 3), b = c(2, 5, NA, NA, 4, 3), c = c(5, 1, 2, 3, NA, 3))
items[, "c"] <- 6 - items[, "c"]
score <- (rowMeans(items, na.rm = TRUE) - 1) / 4 * 10
score[rowSums(!is.na(items)) < 1.5] <- NA
for (i in seq_along(score)) add("scale", i, score[i], NA, NA, NA)
out <- do.call(rbind, rows)
out[3:7] <- lapply(out[3:7], signif, 12)
write.csv(out, "survey-reference.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, "survey", as.character(packageVersion("survey")), "\n")
