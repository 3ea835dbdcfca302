namespace Alma.Config;
