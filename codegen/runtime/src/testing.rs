//! Tests of your own code without a server: a transport in memory and a clock that does not wait.
