"""Spark: a plan over a DataFrame of Spark's, worked out by Polars where the rows are.

Imports neither Polars nor Spark: what executors are sent is unpickled there by this folder, and
says how many threads Polars may have before it is imported.
"""

from tolerance_rules.executors.spark.dataframe import SparkTable, judged_in_spark

__all__ = ["SparkTable", "judged_in_spark"]
