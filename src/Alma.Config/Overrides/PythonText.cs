using System.Globalization;
using Alma.Config.Yaml;

namespace Alma.Config.Overrides;

/// <summary>A value as OmegaConf writes it into a text, so that paths come out under the names they have in Python.</summary>
internal static class PythonText
{
    public static string Of(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        double number => YamlText.OfFinite(number),
        _ => (string)value,
    };
}
