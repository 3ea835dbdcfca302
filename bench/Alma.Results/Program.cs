using Alma.Results;
using Alma.Runs;

if (args is not [var runs, var docs])
{
    Console.Error.WriteLine("usage: Alma.Results FOLDER-OF-RUNS FOLDER-OF-DOCS");
    return 2;
}

try
{
    var results = ResultSet.Read(runs);
    AtomicFile.WriteText(Path.Combine(docs, "results.md"), ResultsPage.Of(results));
    AtomicFile.WriteText(Path.Combine(docs, "results.csv"), ResultsTable.Of(results));
    Console.WriteLine($"{results.Runs.Count} runs: {Path.Combine(docs, "results.md")}, results.csv");
    return 0;
}
catch (Exception fault) when (fault is RunFolderException or IOException)
{
    Console.Error.WriteLine($"error: {fault.Message}");
    return 1;
}
