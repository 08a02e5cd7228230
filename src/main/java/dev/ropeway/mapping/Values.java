package dev.ropeway.mapping;

import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Mapper;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Reads what a template may see: members of maps, sizes, and the variables of its own sections.
 * Nothing here looks into a Java object, so no template can either.
 */
final class Values implements ValueResolver {

  /** A map without a vocabulary: what it does not have is empty and no mistake. */
  static final class Tags extends java.util.AbstractMap<String, String> {
    private final Map<String, String> tags;

    Tags(Map<String, String> tags) {
      this.tags = tags;
    }

    @Override
    public java.util.Set<Entry<String, String>> entrySet() {
      return tags.entrySet();
    }
  }

  private static final int LOOK = 10;

  /** Comparing walks far faster than all else that is counted. */
  private static final int COMPARED_AT_ONCE = 100;

  @Override
  public boolean appliesTo(EvalContext context) {
    Object base = context.getBase();
    return context.getParams().isEmpty()
        && (base instanceof Map
            || base instanceof Map.Entry
            || base instanceof Collection
            || base instanceof Mapper);
  }

  @Override
  public CompletionStage<Object> resolve(EvalContext context) {
    RenderBudget.of(context).does(LOOK);
    Object base = context.getBase();
    String name = context.getName();
    if (base instanceof Mapper variables) {
      return variables.appliesTo(name)
          ? variables.getAsync(name).thenApply(value -> counted(context, value))
          : Results.notFound(context);
    }
    Object value = read(base, name);
    return value == null
        ? Results.notFound(context)
        : io.quarkus.qute.CompletedStage.of(counted(context, value));
  }

  /** Qute compares what it was given, character by character, and does not say so. */
  private static Object counted(EvalContext context, Object value) {
    if (!(value instanceof Map) || value instanceof Tags) {
      RenderBudget.of(context).does(TextMethods.length(value) / COMPARED_AT_ONCE);
    }
    return value;
  }

  private static Object read(Object base, String name) {
    if (base instanceof Map.Entry<?, ?> entry) {
      return name.equals("key") ? entry.getKey() : name.equals("value") ? entry.getValue() : null;
    }
    if (base instanceof Tags tags) {
      return name.equals("size") ? tags.size() : tags.getOrDefault(name, "");
    }
    if (base instanceof Map<?, ?> map) {
      return map.get(name);
    }
    return name.equals("size") ? ((Collection<?>) base).size() : null;
  }
}
