using Alma.Benchmarks;
using BenchmarkDotNet.Running;

return BenchmarkSwitcher.FromAssembly(typeof(Material).Assembly).Run(Invocation.InProcess(args), Invocation.Config).Any() ? 0 : 1;
