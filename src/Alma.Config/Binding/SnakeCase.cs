using System.Text.RegularExpressions;

namespace Alma.Config.Binding;

/// <summary>
/// The key of a property: <c>MaxEpochs</c> is <c>max_epochs</c>, <c>NLayers</c> is <c>n_layers</c>,
/// <c>Conv2dSize</c> is <c>conv2d_size</c>.
/// </summary>
internal static partial class SnakeCase
{
    public static string Of(string pascalCase) => WordStart().Replace(pascalCase, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
