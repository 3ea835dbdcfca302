namespace Alma.Data.Stores;

/// <summary>Another process writes the data set: the same can be tried again.</summary>
public sealed class StoreHeldException(string message, Exception cause) : DatasetException(message, cause);
