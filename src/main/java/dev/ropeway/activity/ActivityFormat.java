package dev.ropeway.activity;

import java.util.function.Function;

/** The forms in which others read activities. */
public enum ActivityFormat {
  /** Events of the Open Cybersecurity Schema Framework. */
  OCSF(OcsfEvent::of),
  /** Documents of the Elastic Common Schema. */
  ECS(EcsDocument::of),
  /** Lines of the Common Event Format. */
  CEF(CefLine::of);

  private final Function<Activity, Object> form;

  ActivityFormat(Function<Activity, Object> form) {
    this.form = form;
  }

  /** The activity in this form: a map, or a text. */
  public Object of(Activity activity) {
    return form.apply(activity);
  }
}
