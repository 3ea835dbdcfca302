namespace Alma.Reports;
