namespace Alma.Reports.Html.ManyRuns;

/// <summary>A key in which configs differ.</summary>
/// <param name="ChangesLearning">Whether runs that differ in it learn in another way.</param>
internal sealed record ShownKey(string Name, bool ChangesLearning);
