using Alma.Compare;
using Alma.Runs;

try
{
    if (args is ["peak", var threads]) return MatrixMultiplication.PrintPeak(threads);
    var options = ComparisonOptions.Parse(args);
    if (options is null)
    {
        Console.Error.WriteLine(ComparisonOptions.Usage);
        return 2;
    }
    ComparisonResultTable.Write(Comparison.Run(options, Console.Error), Console.Out);
    return 0;
}
catch (Exception failure) when (failure is ComparisonException or RunFolderException or IOException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 1;
}
