package dev.ropeway.mapping;

import io.quarkus.qute.Evaluator;
import io.quarkus.qute.Expression;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.ResultNode;
import io.quarkus.qute.Scope;
import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.SectionHelper;
import io.quarkus.qute.SectionHelperFactory;
import io.quarkus.qute.Template;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Qute's loops, of which each turn is counted as {@link RenderBudget}: as shipped, {@code {#for i
 * in 2000000000}} collects its turns until the memory is full.
 */
final class BoundedLoops implements SectionHelperFactory<SectionHelper> {

  private final LoopSectionHelper.Factory loops =
      new LoopSectionHelper.Factory(
          LoopSectionHelper.Factory.ITERATION_METADATA_PREFIX_ALIAS_UNDERSCORE);

  @Override
  public List<String> getDefaultAliases() {
    return loops.getDefaultAliases();
  }

  @Override
  public ParametersInfo getParameters() {
    return loops.getParameters();
  }

  @Override
  public List<String> getBlockLabels() {
    return loops.getBlockLabels();
  }

  @Override
  public Scope initializeBlock(Scope outer, BlockInfo block) {
    return loops.initializeBlock(outer, block);
  }

  @Override
  public SectionHelper initialize(SectionInitContext context) {
    LoopSectionHelper loop = loops.initialize(context);
    return resolution -> loop.resolve(new Counted(resolution));
  }

  private record Counted(SectionHelper.SectionResolutionContext counted)
      implements SectionHelper.SectionResolutionContext {

    @Override
    public CompletionStage<ResultNode> execute(SectionBlock block, ResolutionContext turn) {
      RenderBudget.of(turn).turns();
      return counted.execute(block, turn);
    }

    @Override
    public CompletionStage<Map<String, Object>> evaluate(Map<String, Expression> parameters) {
      return counted.evaluate(parameters);
    }

    @Override
    public ResolutionContext resolutionContext() {
      return new Announced(counted.resolutionContext());
    }

    @Override
    public ResolutionContext newResolutionContext(
        Object data, Map<String, SectionBlock> extendingBlocks) {
      return counted.newResolutionContext(data, extendingBlocks);
    }

    @Override
    public Map<String, Object> getParameters() {
      return counted.getParameters();
    }
  }

  /** Turns that a number announces are counted before Qute makes room for all of them. */
  private record Announced(ResolutionContext context) implements ResolutionContext {

    @Override
    public CompletionStage<Object> evaluate(Expression expression) {
      return context.evaluate(expression).thenApply(this::counted);
    }

    @Override
    public CompletionStage<Object> evaluate(String expression) {
      return context.evaluate(expression).thenApply(this::counted);
    }

    private Object counted(Object turns) {
      if (turns instanceof Number number) {
        RenderBudget.of(context).does(number.intValue());
      }
      return turns;
    }

    @Override
    public ResolutionContext createChild(Object data, Map<String, SectionBlock> extendingBlocks) {
      return context.createChild(data, extendingBlocks);
    }

    @Override
    public Object getData() {
      return context.getData();
    }

    @Override
    public ResolutionContext getParent() {
      return context.getParent();
    }

    @Override
    public SectionBlock getExtendingBlock(String name) {
      return context.getExtendingBlock(name);
    }

    @Override
    public SectionBlock getCurrentExtendingBlock(String name) {
      return context.getCurrentExtendingBlock(name);
    }

    @Override
    public Object getAttribute(String key) {
      return context.getAttribute(key);
    }

    @Override
    public Template getTemplate() {
      return context.getTemplate();
    }

    @Override
    public Evaluator getEvaluator() {
      return context.getEvaluator();
    }
  }
}
