namespace Alma.Config.Composition;

/// <summary>A file whose <c>defaults</c> are read.</summary>
/// <param name="Top">The folder that its groups are counted from.</param>
/// <param name="Folder">Its group.</param>
/// <param name="Package">Where its keys stand.</param>
/// <param name="Chain">The files that led to it, and itself.</param>
/// <param name="IsLate">Whether an interpolation chose it.</param>
internal sealed record FilePlace(string Top, string Folder, string Package, IReadOnlyList<string> Chain, bool IsLate);
