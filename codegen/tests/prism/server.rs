//! Prism on a port of this machine.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Prism reads a document of hundreds of operations in seconds.
const START: Duration = Duration::from_secs(120);

/// A running Prism, which ends with this value.
pub(crate) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Starts Prism with a document, which is written to a folder, and waits until it accepts connections.
pub(crate) fn start(prism: &Path, document: &Value, folder: &Path) -> Server {
    let file = folder.join("document.json");
    std::fs::write(&file, document.to_string()).unwrap();
    let log = File::create(folder.join("prism.log")).unwrap();
    // The port was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let child = Command::new(prism)
        .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()])
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut server = Server { child, port };
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = server.child.try_wait().unwrap();
        let log = folder.join("prism.log");
        assert!(
            ended.is_none() && begun.elapsed() < START,
            "Prism doesn't run, see {}",
            log.display()
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    server
}
