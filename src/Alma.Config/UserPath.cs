using System.ComponentModel.DataAnnotations;

namespace Alma.Config;

/// <summary>Paths as users write them where no shell has read them before: in YAML, and behind <c>--output=</c>.</summary>
public static class UserPath
{
    /// <summary>The path with its home folder in place of a leading <c>~/</c>; null stays null.</summary>
    /// <param name="key">What the user gave it as, for errors.</param>
    /// <exception cref="ConfigException">It begins with <c>~</c> otherwise, or there is no home folder.</exception>
    public static string? Of(string? path, string? key = null)
    {
        if (path is not ['~', ..]) return path;
        if (Fault(path) is { } fault) throw new ConfigException($"{(key is null ? "" : key + ": ")}'{path}' {fault}.");
        return path == "~" ? Home! : Path.Combine(Home!, path[2..].TrimStart('/'));
    }

    /// <summary>What is wrong with a path, as the end of a sentence, or null.</summary>
    public static string? Fault(string path) => path switch
    {
        ['~'] or ['~', '/', ..] =>
            Home is null ? "means your home folder, but neither HOME nor the system says which that is; give the whole path" : null,
        ['~', ..] => "would be the home folder of another user, which is not looked up; give the whole path, "
            + $"or './{path}' for a folder of that name",
        _ => null,
    };

    private static string? Home => Environment.GetFolderPath(
        Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home ? home : null;
}

/// <summary>An option that is a path: a leading <c>~/</c> is the home folder, and any other <c>~</c> at its start is refused.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class UserPathAttribute : ValidationAttribute
{
    public UserPathAttribute() => ErrorMessage = "a path; '~/' at its start is your home folder, './~' a name that begins with '~'";

    public override bool IsValid(object? value) => value is not string path || UserPath.Fault(path) is null;
}
