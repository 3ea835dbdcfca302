namespace Alma.Runs;
