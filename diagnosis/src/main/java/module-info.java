/** Connection lives to verdicts. Knows the vocabulary alone. */
module dev.linger.diagnosis {
    requires transitive dev.linger.life;
    requires java.xml;
    requires org.snakeyaml.engine;
    requires static org.jspecify;

    exports dev.linger.diagnosis.advice;
    exports dev.linger.diagnosis.config;
    exports dev.linger.diagnosis.finding;
    exports dev.linger.diagnosis.host;
    exports dev.linger.diagnosis.rule;
    exports dev.linger.diagnosis.verdict;
}
