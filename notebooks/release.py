"""The current release of a workspace as Spark views, for the notebooks beside this file.

Needs pyspark of the version in Kaohe's pom.xml (pip install pyspark==4.2.0). Delta comes from the lib
folder of the installation or of the checkout's build; without one, Spark fetches it.

KAOHE_WORKSPACE names the workspace (default: the folder above this one). Its project.yaml is not read: when
the warehouse lies elsewhere, say so with KAOHE_WAREHOUSE.
"""

import json
import os
from pathlib import Path

from pyspark.sql import SparkSession

DELTA = "io.delta:delta-spark_4.2_2.13:4.4.0"


def _delta():
    above = Path(__file__).resolve().parent.parent
    for lib in [above / "lib", *sorted(above.glob("jobs/target/kaohe-*/lib"))]:
        jars = sorted(lib.glob("delta-*.jar"))
        if jars:
            return "spark.jars", ",".join(map(str, jars))
    return "spark.jars.packages", DELTA


def open_release():
    """A session with a view for every gold table, at the version that the release names.

    Reading a table without its version would show what a night at work has written so far.
    """
    workspace = Path(os.environ.get("KAOHE_WORKSPACE", Path(__file__).resolve().parent.parent))
    warehouse = Path(os.environ.get("KAOHE_WAREHOUSE", workspace / "warehouse")).resolve()
    pointer = json.loads((warehouse / "current.json").read_text(encoding="utf-8"))
    spark = (
        SparkSession.builder.master("local[*]")
        .appName("kaohe-notebook")
        .config(*_delta())
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.ui.enabled", "false")
        # A frame at the end of a cell shows itself as a table.
        .config("spark.sql.repl.eagerEval.enabled", "true")
        .config("spark.sql.repl.eagerEval.maxNumRows", "100")
        .getOrCreate()
    )
    for table, version in pointer["tables"].items():
        layer, name = table.split("/")
        if layer == "gold":
            rows = spark.read.format("delta").option("versionAsOf", version).load(str(warehouse / table))
            rows.createOrReplaceTempView(f"gold_{name}")
    print(f"数据版本 release {pointer['release']}，业务日期 business date {pointer['business_date']}")
    return spark
