using System.Runtime.Versioning;

// Signals, file modes and shells: these tests are of Linux and macOS.
[assembly: UnsupportedOSPlatform("windows")]
