namespace Alma.Experiments;
