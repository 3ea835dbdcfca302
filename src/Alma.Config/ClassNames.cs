namespace Alma.Config;

/// <summary>
/// The table from a <c>class_name</c> in a config to the options it stands for. A name is looked up among the options
/// that fit where it is written, so two kinds of thing may share a name.
/// </summary>
public sealed class ClassNames
{
    private static readonly string[] usualKeys = ["class_name", "classname"];

    private readonly List<Row> rows = [];
    private readonly Dictionary<Type, string> keys = [];
    private readonly Dictionary<Type, (string Library, string[] Names)> lacking = [];

    /// <param name="name">The short name, which errors suggest.</param>
    /// <param name="aliases">Other texts with the same meaning: dotted Python names.</param>
    public ClassNames Add<TOptions>(string name, params string[] aliases)
        where TOptions : class => Add(typeof(TOptions), name, aliases);

    /// <summary>The same for a type of options that a catalog brings.</summary>
    public ClassNames Add(Type options, string name, params string[] aliases)
    {
        rows.Add(new Row(options, name, aliases));
        return this;
    }

    /// <summary>
    /// Says which classes of a Python library have no counterpart among the kinds of <typeparamref name="TOptions"/>:
    /// who names one did not misspell another.
    /// </summary>
    public ClassNames Lack<TOptions>(string library, params string[] names)
        where TOptions : class
    {
        lacking.Add(typeof(TOptions), (library, names));
        return this;
    }

    /// <summary>
    /// The Python library that <paramref name="text"/> is a class of, where there is none like it among the kinds of
    /// <paramref name="target"/>; else null.
    /// </summary>
    public string? LibraryOf(Type target, string text) => lacking.TryGetValue(target, out var lack)
        && lack.Names.Any(name => text == name || text == $"{lack.Library}.{name}") ? lack.Library : null;

    /// <summary>What <see cref="Lack"/> named for <paramref name="target"/>.</summary>
    public IReadOnlyList<string> LackingOf(Type target) => lacking.TryGetValue(target, out var lack) ? lack.Names : [];

    /// <summary>
    /// Lets another key than <c>class_name</c> select among the kinds of <typeparamref name="TOptions"/>: augmentations have <c>name</c>.
    /// </summary>
    public ClassNames SelectBy<TOptions>(string key)
        where TOptions : class
    {
        keys.Add(typeof(TOptions), key);
        return this;
    }

    /// <summary>The keys that select among the kinds of <paramref name="target"/>, the preferred first.</summary>
    public IReadOnlyList<string> KeysOf(Type target) => keys.TryGetValue(target, out var key) ? [key] : usualKeys;

    /// <summary>The type that <paramref name="text"/> names among those assignable to <paramref name="target"/>, or null.</summary>
    /// <exception cref="InvalidOperationException">The table gives the name to two of them.</exception>
    public Type? Find(Type target, string text)
    {
        Type[] found = [.. Fitting(target).Where(row => row.IsNamed(text)).Select(row => row.Type).Distinct()];
        if (found.Length <= 1) return found.SingleOrDefault();
        var names = string.Join(", ", found.Select(type => type.Name));
        throw new InvalidOperationException($"'{text}' names several kinds of {target.Name}: {names}.");
    }

    /// <summary>The short names of the types assignable to <paramref name="target"/>.</summary>
    public IReadOnlyList<string> NamesOf(Type target) => [.. Fitting(target).Select(row => row.Name)];

    /// <summary>The short name of a type, or the type's own where the table lacks it.</summary>
    public string NameOf(Type type) => rows.Find(row => row.Type == type)?.Name ?? type.Name;

    private IEnumerable<Row> Fitting(Type target) => rows.Where(row => row.Type.IsAssignableTo(target));

    private sealed record Row(Type Type, string Name, string[] Aliases)
    {
        public bool IsNamed(string text) => Name == text || Aliases.Contains(text);
    }
}
