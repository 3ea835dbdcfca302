using Xunit.Sdk;
using Xunit.v3;

// Some tests measure what the process allocates.
[assembly: Parallelization(Mode = ParallelMode.None)]
