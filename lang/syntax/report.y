%%

// Hands a refused token over to whoever tells about it; a part of the grammar (parser.y).
static int yyreport_syntax_error(const yypcontext_t *context, Build *build)
{
    if (build->trouble == NULL) {
        build->failed = true;
        return 0;
    }
    yysymbol_kind_t kinds[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
    int expected[YYNTOKENS];
    for (int i = 0; i < count; i++) {
        expected[i] = kinds[i]; // api.token.raw: symbol and token have the same number.
    }
    trouble_syntax(build, (TroubleExpected){expected, count > 0 ? (uint32_t)count : 0});
    return 0;
}
