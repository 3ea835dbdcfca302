using Alma.Config.Binding;

namespace Alma.Config;

/// <summary>
/// Turns a resolved tree into typed options: the key <c>max_epochs</c> sets the property <c>MaxEpochs</c>. What does not
/// fit is a <see cref="ConfigException"/>: an unknown or missing key, a wrong type, a value that the property's
/// validation attributes refuse, an unknown <c>class_name</c>.
/// </summary>
public static class ConfigBinder
{
    /// <summary>Binds a whole tree; of its top-level keys those that interpolations refer to need not be options.</summary>
    public static TOptions Bind<TOptions>(ConfigTree tree, ClassNames classNames) =>
        Bind<TOptions>(tree.Top, new NodeBinding(classNames, tree.Variables));

    /// <summary>Binds one section, list or value; every key in it must be an option.</summary>
    public static TOptions Bind<TOptions>(ConfigNode node, ClassNames classNames) =>
        Bind<TOptions>(node, new NodeBinding(classNames, new HashSet<string>()));

    /// <summary>
    /// A tree that binds, each value written in the type of its key: configs of the same values under the same keys have the same text.
    /// </summary>
    public static ConfigTree Typed<TOptions>(ConfigTree tree, ClassNames classNames) =>
        tree.With((ConfigMapping)new NodeBinding(classNames, tree.Variables).Typed
            .Of(tree.Top, new OptionType(typeof(TOptions), Nullability: null)));

    /// <summary>The keys that a section of these options may have.</summary>
    public static IReadOnlyList<string> KeysOf<TOptions>() => [.. OptionKeys.Of(typeof(TOptions)).Select(key => key.Name)];

    private static TOptions Bind<TOptions>(ConfigNode node, NodeBinding binding) =>
        (TOptions)binding.Bind(node, new OptionType(typeof(TOptions), Nullability: null))!;
}
