namespace Alma.Data.Emnist;

/// <summary>
/// The ways in which EMNIST's characters are divided into classes (Cohen, Afshar, Tapson and van Schaik 2017, arXiv:1702.05373, table II).
/// </summary>
public enum EmnistSplit
{
    /// <summary>Ten digits, 26 capitals and 26 small letters, as often as they were written.</summary>
    Byclass,

    /// <summary>The same, with the 15 letters whose capital and small forms look alike counted once.</summary>
    Bymerge,

    /// <summary>The classes of <see cref="Bymerge"/>, equally often.</summary>
    Balanced,

    /// <summary>26 letters, capital and small in one class.</summary>
    Letters,

    /// <summary>Ten digits.</summary>
    Digits,

    /// <summary>Ten digits, as many as MNIST has.</summary>
    Mnist,
}
