using System.Globalization;
using Alma.GeneratedRuns;

if (args is not [var folder, var count])
{
    Console.Error.WriteLine("usage: FOLDER COUNT: writes so many made-up run folders");
    return 1;
}

GeneratedRun.WriteMany(folder, int.Parse(count, CultureInfo.InvariantCulture));
return 0;
