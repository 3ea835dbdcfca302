namespace Alma.Config;

/// <summary>Names the key that selects among derived options where it is not <c>class_name</c>: augmentations have <c>name</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClassNameKeyAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
