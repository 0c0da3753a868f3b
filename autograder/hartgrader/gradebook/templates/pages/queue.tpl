{# Every answer in the order in which it needs a person. What students wrote or are called comes in as data, by script. #}
{%- extends 'gradebook_base.tpl' -%}

{%- block title -%}Grading Queue{%- endblock -%}

{%- block sidebar -%}
<li role="presentation"><a href="{{ base_url }}/formgrader/manage_assignments">Manage Assignments</a></li>
<li role="presentation"><a href="{{ base_url }}/formgrader/gradebook">Manual Grading</a></li>
<li role="presentation" class="active"><a href="{{ base_url }}/formgrader/queue" aria-current="page">Grading Queue</a></li>
<li role="presentation"><a href="{{ base_url }}/formgrader/manage_students">Manage&#32;Students</a></li>
{%- endblock -%}

{%- block head -%}
<meta charset="utf-8">
<style>{% include 'queue.css' %}</style>
{%- endblock -%}

{%- block body -%}
{% autoescape true %}
<div class="hart-queue" data-assignment="{{ assignment_id }}" data-base="{{ base_url }}/formgrader">
{% if not assignment_id %}
  {% if assignments %}
  <p>Which assignment?</p>
  <ul>{% for name in assignments %}<li><a href="{{ base_url }}/formgrader/queue/{{ name | urlencode }}">{{ name }}</a></li>{% endfor %}</ul>
  {% else %}
  <p class="hart-empty">There is no assignment yet. Make one under <a href="{{ base_url }}/formgrader/manage_assignments">Manage Assignments</a>.</p>
  {% endif %}
{% else %}
  <ol class="breadcrumb">
    <li><a href="{{ base_url }}/formgrader/queue">Grading Queue</a></li><li class="active">{{ assignment_id }}</li>
  </ol>
  <div class="hart-top">
    <div class="hart-stand" role="status" aria-live="polite"><strong class="hart-waiting">Loading …</strong>
      <progress class="hart-bar" max="1" value="0" aria-label="Answers that a person has looked at"></progress></div>
    <button type="button" class="btn btn-primary hart-start" disabled>Start with the first <kbd>S</kbd></button>
    <button type="button" class="btn btn-default hart-grade">Grade everything new</button>
  </div>
  <p class="hart-run" role="status" aria-live="polite" hidden></p>
  <div class="hart-filters">
    <label>Question <select class="form-control hart-criterion"><option value="">All questions</option></select></label>
    <label>Show <select class="form-control hart-show">
      <option value="waits">what waits for you</option><option value="unseen">what no person scored</option>
      <option value="all">everything</option></select></label>
    <label class="hart-check"><input type="checkbox" class="hart-names"> Show names</label>
  </div>
  <div class="hart-groups"></div>
  {% set manage = base_url ~ '/formgrader/manage_assignments' %}
  <div class="hart-empty" data-when="nothing" hidden>
    <p>What students handed in appears here once it is graded, what needs you most first.</p>
    <ol>
      <li><a href="{{ manage }}">Manage Assignments</a>: press the cloud under <em>Collect</em>. The number beside it says how
        many came in.</li>
      <li>Come back and press <em>Grade everything new</em>.</li>
    </ol>
  </div>
  <div class="hart-empty" data-when="done" hidden>
    <p><strong>Nothing waits for you.</strong> To finish the evening:</p>
    <ol>
      <li>Choose <em>what no person scored</em> above to sample what the judge was sure of.</li>
      <li><a href="{{ manage }}">Manage Assignments</a>: <em>Generate Feedback</em>, then <em>Release Feedback</em>, or
        <code>hartgrader feedback --release</code>.</li>
      <li><code>hartgrader export grades.xlsx --format xlsx</code> for a table, <code>--for canvas</code>, <code>moodle</code> or
        <code>blackboard</code> for your course site.</li>
    </ol>
  </div>
  <div class="hart-empty" data-when="elsewhere" hidden><p>Nothing of this kind here. Choose another question, or show everything.</p></div>
  <button type="button" class="btn btn-default hart-more" hidden>Show 100 more</button>
  <p class="hart-hint">Choose a question to grade it across all students; without one you go through submissions.
    Keys: <kbd>S</kbd> starts, <kbd>Q</kbd> on a submission comes back here.</p>
{% endif %}
</div>
{% endautoescape %}
{%- endblock -%}

{%- block script -%}
{% if assignment_id %}<script>{% include 'queue.js' %}</script>{% endif %}
{%- endblock -%}
