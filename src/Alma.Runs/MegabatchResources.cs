namespace Alma.Runs;

/// <summary>What the process used while it worked on one megabatch, as the operating system saw it.</summary>
public sealed record MegabatchResources(int Megabatch, long PeakResidentBytes, double WallSeconds);
