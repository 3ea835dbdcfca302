namespace Alma.Learning;
