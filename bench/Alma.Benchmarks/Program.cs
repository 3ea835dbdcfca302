using Alma.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["large-store", .. var made]) return LargeStore.Make(made);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Material).Assembly).Run(Invocation.InProcess(args), Invocation.Config);
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
