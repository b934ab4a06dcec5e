from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.measures import entity_f1, macro_f1, measure, worst_confusions
from bot.evaluation.messages import EvaluationError, Labelled, Predicted, read_labelled, read_predicted, write_predicted
from bot.evaluation.report import Report, as_console, as_markdown, draw_confusions, write_report
from bot.evaluation.stock import Stock, remembered


def truth(label: str, **more: object) -> Labelled:
    fields = {"text": label, "language": "id", "emotion": "neutral", "register": "casual", "entities": ()}
    return Labelled(label=label, **{**fields, **more})  # type: ignore[arg-type]


def guess(label: str, **more: object) -> Predicted:
    fields = {"confidence": 0.9, "language": "id", "emotion": "neutral", "entities": (), "seconds": 0.001}
    return Predicted(label=label, **{**fields, **more})  # type: ignore[arg-type]


def values(pairs: list[tuple[Labelled, Predicted]]) -> dict[str, float | None]:
    measures = measure([pair[0] for pair in pairs], [pair[1] for pair in pairs], 12.0)
    return {each.key: each.value for each in measures}


def test_that_answers_and_refusals_are_counted_apart():
    found = values(
        [
            (truth("greet"), guess("greet")),
            (truth("faq/pricing"), guess("faq/discount")),
            (truth("faq/pricing"), guess("nlu_fallback")),
            (truth("out_of_scope"), guess("greet")),
            (truth("out_of_scope"), guess("nlu_fallback")),
        ]
    )

    assert found["accuracy"] == pytest.approx(1 / 3)
    assert found["refused"] == pytest.approx(1 / 3)
    assert found["foreign_answered"] == pytest.approx(1 / 2)


def test_that_slang_and_noise_count_in_indonesian_only():
    found = values(
        [
            (truth("greet", register="slang"), guess("greet")),
            (truth("greet", register="noisy", language="en"), guess("deny")),
            (truth("greet", register="formal"), guess("deny")),
        ]
    )

    assert found["accuracy_rough"] == 1.0


def test_that_every_label_weighs_the_same_in_macro_f1():
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == pytest.approx((2 * 3 / 7 + 0) / 2)


def test_that_an_entity_counts_only_with_its_exact_words():
    pairs = [
        (
            truth("x", entities=(("date", "besok pagi"), ("city", "bdg"))),
            guess("x", entities=(("date", "besok"), ("city", "bdg"))),
        )
    ]

    assert entity_f1(pairs) == pytest.approx(0.5)
    assert entity_f1(pairs, "city") == 1.0


def test_that_a_model_without_emotions_has_no_emotion_figures():
    found = values([(truth("greet", emotion="angry"), guess("greet", emotion=None, language=None))])

    assert (found["emotion_f1"], found["angry_recall"], found["language"]) == (None, None, None)


def test_that_the_commonest_confusion_comes_first():
    confusions = worst_confusions(
        [truth("a", text="1"), truth("a", text="2"), truth("b", text="3")], [guess("b"), guess("b"), guess("a")]
    )

    assert [(each.truth, each.taken_for, each.sentences) for each in confusions] == [
        ("a", "b", ("1", "2")),
        ("b", "a", ("3",)),
    ]


def test_that_a_topic_of_rasas_answer_is_its_label():
    parsed = {
        "text": "besok ya",
        "intent": {"name": "faq", "confidence": 0.8},
        "response_selector": {"faq": {"response": {"intent_response_key": "faq/pricing"}}},
        "entities": [{"entity": "date", "start": 0, "end": 5, "value": "anything"}],
    }

    predicted = Predicted.from_parse(parsed, 0.002)
    stock = Predicted.from_parse(
        {**parsed, "response_selector": {"default": parsed["response_selector"]["faq"]}}, 0.002
    )

    assert stock.label == "faq/pricing"
    assert (predicted.label, predicted.entities, predicted.language) == ("faq/pricing", (("date", "besok"),), None)


def test_that_a_broken_file_is_told_in_words(tmp_path: Path):
    file = tmp_path / "data.jsonl"
    file.write_text('{"text": "halo"}\n')

    with pytest.raises(EvaluationError, match="not a file of labelled messages"):
        read_labelled(file)


def test_that_labelled_messages_are_read(tmp_path: Path):
    row = {
        "text": "halo",
        "lang": "id",
        "intent": "greet",
        "emotion": "neutral",
        "entities": [{"entity": "city", "value": "x"}],
    }
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(row) + "\n")

    assert read_labelled(file) == [truth("greet", text="halo", entities=(("city", "x"),))]


def test_that_answers_are_kept_for_the_same_sentences_and_messages_only(tmp_path: Path):
    data, messages, root = tmp_path / "data", tmp_path / "messages.jsonl", tmp_path / "stock"
    (data / "nlu").mkdir(parents=True)
    (data / "nlu" / "a.yml").write_text("one")
    messages.write_text("{}")
    stock = Stock.for_share(0.1, root, data)
    answers = ([guess("greet", entities=(("city", "x"),))], 5.0)
    for pipeline in stock.pipelines:
        write_predicted(stock.answers(pipeline, messages), *answers)

    assert dict(remembered(messages, root, data)) == {"Sapa, 10 %": answers, "stock Rasa, 10 %": answers}

    (data / "nlu" / "a.yml").write_text("two")
    assert dict(remembered(messages, root, data)) == {}
    assert read_predicted(stock.answers("Sapa", messages)) == answers


def test_that_the_report_is_written_as_table_json_and_picture(tmp_path: Path):
    labelled, predicted = [truth("greet"), truth("deny")], [guess("greet"), guess("greet")]
    measures = tuple(measure(labelled, predicted, None))
    report = Report(2, {"Sapa": measures}, {"city": (0.5, 2)}, tuple(worst_confusions(labelled, predicted)))

    write_report(report, tmp_path)
    draw_confusions(labelled, predicted, tmp_path / "confusion.png")

    assert "50.0 %" in as_console(report)
    assert "| intent with FAQ topic, in scope | 50.0 % |" in as_markdown(report)
    assert json.loads((tmp_path / "report.json").read_text())["measures"]["Sapa"]["accuracy"] == 0.5
    assert (tmp_path / "confusion.png").stat().st_size > 1000
