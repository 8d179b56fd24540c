export { computeUsage, isEmptyMetric, metricNode, type Usage } from './compute.ts'
export { loadMetrics, type UsageMetric } from './metrics.ts'
export { usageMetricsKind } from './query.ts'
export { registerUsageMetricRoutes } from './routes.ts'
