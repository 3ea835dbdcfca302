namespace Alma.Runs.TensorBoard;

/// <summary>A value of a run's config, for TensorBoard to sort and filter runs by.</summary>
/// <param name="Key">Its dotted key, such as <c>clmodel.optim.lr</c>.</param>
/// <param name="Value">A <see cref="bool"/>, a finite <see cref="double"/> or a <see cref="string"/>.</param>
public sealed record HyperParameter(string Key, object Value);
