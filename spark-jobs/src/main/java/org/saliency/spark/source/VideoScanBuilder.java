package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;

/** Accepts the columns, filters and counts that Spark pushes down. */
final class VideoScanBuilder
    implements SupportsPushDownRequiredColumns,
        SupportsPushDownFilters,
        SupportsPushDownAggregates {

  private final VideoOptions options;
  private final List<FrameFilter> filters = new ArrayList<>();
  private List<FrameColumn> columns = List.of(FrameColumn.values());
  private boolean isCount;

  VideoScanBuilder(VideoOptions options) {
    this.options = options;
  }

  @Override
  public Filter[] pushFilters(Filter[] conditions) {
    List<Filter> rest = new ArrayList<>();
    for (Filter condition : conditions) {
      FrameFilter.of(condition).ifPresentOrElse(filters::add, () -> rest.add(condition));
    }
    return rest.toArray(Filter[]::new);
  }

  @Override
  public Filter[] pushedFilters() {
    return filters.stream().map(FrameFilter::spark).toArray(Filter[]::new);
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return aggregation.groupByExpressions().length == 0
        && aggregation.aggregateExpressions().length == 1
        && aggregation.aggregateExpressions()[0] instanceof CountStar;
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    isCount = supportCompletePushDown(aggregation);
    return isCount;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = Arrays.stream(required.fieldNames()).map(FrameColumn::of).map(Optional::get).toList();
  }

  @Override
  public Scan build() {
    FrameSelection selection = new FrameSelection(options, List.copyOf(filters));
    return isCount ? new CountScan(selection) : new VideoScan(options, selection, columns);
  }
}
