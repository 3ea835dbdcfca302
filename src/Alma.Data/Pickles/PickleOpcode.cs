namespace Alma.Data.Pickles;

/// <summary>
/// The instructions of pickle protocol 2 that dictionaries of texts, integers, lists and arrays are written with; others are refused.
/// </summary>
internal enum PickleOpcode : byte
{
    Protocol = 0x80,
    Stop = (byte)'.',
    Mark = (byte)'(',
    EmptyDictionary = (byte)'}',
    EmptyList = (byte)']',
    EmptyTuple = (byte)')',
    Put1 = (byte)'q',
    Put4 = (byte)'r',
    Get1 = (byte)'h',
    Get4 = (byte)'j',
    ShortBytes = (byte)'U',
    Bytes = (byte)'T',
    Text = (byte)'X',
    Integer1 = (byte)'K',
    Integer2 = (byte)'M',
    Integer4 = (byte)'J',
    None = (byte)'N',
    True = 0x88,
    False = 0x89,
    Tuple = (byte)'t',
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    Append = (byte)'a',
    Appends = (byte)'e',
    SetItem = (byte)'s',
    SetItems = (byte)'u',
    Global = (byte)'c',
    Reduce = (byte)'R',
    Build = (byte)'b',
}
