// What `test` prints: as text for people, and as JSON. One scenario after the other, then the
// whole.
#ifndef CLI_TEST_H
#define CLI_TEST_H

#include "cli/cli.h"
#include "writ/trial.h"

typedef struct TestRun {
    Cli *cli;
    WritTrial *trial;
    const WritScenarios *scenarios;
    WritSources *sources;
    WritText name; // What was asked for; empty: everything.
    uint32_t chosen;
    uint32_t passed, failed;
} TestRun;

// As text. A scenario that passed is not told of.
void test_text_failed(const TestRun *run, const WritScenario *scenario,
                      const WritTrialFault *fault);
void test_text_end(const TestRun *run);

// As one JSON object.
void test_json_begin(const TestRun *run);
void test_json_result(const TestRun *run, const WritScenario *scenario,
                      const WritTrialResult *result);
void test_json_end(const TestRun *run);

// "stages", "outcomes" …: of what there may be several, for people, and "stage" for programs.
const char *test_kind_words(WritCoveredKind kind);
const char *test_kind_name(WritCoveredKind kind);
// Whether the end speaks of a process: of all, or of those that were tried where names were chosen.
bool test_speaks_of(const TestRun *run, const WritCoverage *coverage);

#endif
