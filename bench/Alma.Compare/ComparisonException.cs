namespace Alma.Compare;

/// <summary>What the user of the comparison can mend, in words for them.</summary>
internal sealed class ComparisonException(string message) : Exception(message);
