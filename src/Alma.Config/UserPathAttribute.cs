using System.ComponentModel.DataAnnotations;

namespace Alma.Config;

/// <summary>An option that is a path: a leading <c>~/</c> is the home folder, and any other <c>~</c> at its start is refused.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class UserPathAttribute : ValidationAttribute
{
    public UserPathAttribute() => ErrorMessage = "a path; '~/' at its start is your home folder, './~' a name that begins with '~'";

    public override bool IsValid(object? value) => value is not string path || UserPath.Fault(path) is null;
}
